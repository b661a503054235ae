import { Text, type TextProps } from '@mantine/core'

/** A text that may be far too long: cut to one line, whole in its tooltip. */
export function CutText({ children, ...rest }: TextProps & { readonly children: string }) {
  return (
    <Text span inherit truncate display="block" miw={0} title={children} {...rest}>
      {children}
    </Text>
  )
}
