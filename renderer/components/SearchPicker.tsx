import { Combobox, Text, UnstyledButton, useCombobox } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { count } from '../words.ts'
import { type PickerOption, searchOptions } from './searchOptions.ts'
import classes from './SearchPicker.module.css'

interface SearchPickerProps {
  /** For screen readers: `Field for column "Town"`. */
  readonly label: string
  /** What the closed picker shows. */
  readonly children: ReactNode
  readonly options: readonly PickerOption[]
  readonly value?: string | null
  readonly onPick: (value: string) => void
  readonly searchWords: string
  /** Something new of the name that was typed. */
  readonly create?: {
    readonly words: (name: string) => string
    readonly onCreate: (name: string) => void
    /** Offered before anything is typed. */
    readonly suggested?: string
  }
  readonly quiet?: boolean
  readonly disabled?: boolean
}

const createValue = 'create:'

/**
 * Picks one of thousands: only what is found is listed, and the list exists only while it is open, so that a page may
 * hold hundreds of these.
 */
export function SearchPicker(props: SearchPickerProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])
  if (isOpen) return <OpenPicker {...props} onClose={() => setOpen(false)} />
  return <PickerButton {...props} ref={button} isOpen={false} onClick={() => setOpen(true)} />
}

function PickerButton({
  ref,
  label,
  children,
  quiet,
  disabled,
  isOpen,
  onClick,
}: Pick<SearchPickerProps, 'label' | 'children' | 'quiet' | 'disabled'> & {
  readonly ref?: Ref<HTMLButtonElement>
  readonly isOpen: boolean
  readonly onClick: () => void
}) {
  return (
    <UnstyledButton
      ref={ref}
      className={classes.button}
      data-quiet={quiet || undefined}
      aria-label={typeof children === 'string' ? `${label}: ${children}` : label}
      aria-haspopup="listbox"
      aria-expanded={isOpen}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      <span className={classes.text}>{children}</span>
      <IconSelector size={15} aria-hidden className={classes.chevron} />
    </UnstyledButton>
  )
}

function OpenPicker(props: SearchPickerProps & { readonly onClose: () => void }) {
  const { options, value, onPick, onClose, create, searchWords } = props
  const [search, setSearch] = useState('')
  const store = useCombobox({ defaultOpened: true, onDropdownClose: onClose })
  const { groups, more } = searchOptions(options, search)
  const name = search.trim() === '' ? (create?.suggested ?? '') : search.trim()
  const canCreate =
    create !== undefined &&
    name !== '' &&
    !options.some(({ label }) => label.toLowerCase() === name.toLowerCase())
  useEffect(() => {
    if (search === '') store.selectActiveOption()
    else store.selectFirstOption()
  }, [search])
  const submit = (picked: string) => {
    onClose()
    if (picked === createValue) create?.onCreate(name)
    else onPick(picked)
  }
  const createOption = <Combobox.Option value={createValue}>{create?.words(name)}</Combobox.Option>
  return (
    <Combobox
      store={store}
      onOptionSubmit={submit}
      position="bottom-start"
      width="target"
      shadow="md"
      portalProps={{ target: '#main' }}
      styles={{ dropdown: { minWidth: 260 } }}
    >
      <Combobox.DropdownTarget>
        <PickerButton {...props} isOpen onClick={onClose} />
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.EventsTarget>
          <Combobox.Search
            autoFocus
            aria-label={searchWords}
            placeholder={searchWords}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onBlur={onClose}
          />
        </Combobox.EventsTarget>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} tabIndex={0} aria-label={searchWords}>
          {canCreate && search.trim() === '' ? createOption : null}
          {groups.map(({ title, options: found }) => (
            <Combobox.Group key={title} label={title}>
              {found.map((option) => (
                <Combobox.Option key={option.value} value={option.value} active={option.value === value}>
                  <span className={classes.option}>
                    <span className={classes.optionLabel} title={option.label}>
                      {option.label}
                    </span>
                    {option.hint === undefined ? null : <span className={classes.hint}>{option.hint}</span>}
                  </span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          {canCreate && search.trim() !== '' ? createOption : null}
          {groups.length === 0 && !canCreate ? (
            <Combobox.Empty>Nothing is called that.</Combobox.Empty>
          ) : null}
        </Combobox.Options>
        {more > 0 ? (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              {count(more)} more: type a part of the name
            </Text>
          </Combobox.Footer>
        ) : create !== undefined && name === '' ? (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              Not there? Type its name to make it.
            </Text>
          </Combobox.Footer>
        ) : null}
      </Combobox.Dropdown>
    </Combobox>
  )
}
