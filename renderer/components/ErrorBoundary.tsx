import { Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import { ErrorNote } from './ErrorNote.tsx'

interface ErrorBoundaryProps {
  /** What could not be shown, as it begins a sentence: `This page`. */
  readonly what: string
  /** Something else is tried as soon as this is another. */
  readonly place: string
  /** A way to somewhere that can be shown. */
  readonly elsewhere?: ReactNode
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly failure: { readonly error: unknown; readonly place: string } | null
}

/** What throws while it is drawn leaves a window that says so and can be used on. Nothing is lost: the engine has it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failure: { error, place: '' } }
  }

  override componentDidCatch(error: unknown): void {
    this.setState({ failure: { error, place: this.props.place } })
  }

  override componentDidUpdate(): void {
    const { failure } = this.state
    if (failure !== null && failure.place !== '' && failure.place !== this.props.place) this.again()
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    return (
      <Stack p="xl" maw={760} gap="md">
        <Title order={1}>{`${this.props.what} could not be shown`}</Title>
        <ErrorNote
          title="Nothing is lost"
          error="Something went wrong inside the window. Your lists and runs are safe: a run that is under way goes on, and everything is still here after a reload."
        >
          <Group gap="sm" mt="md">
            <Button variant="default" onClick={this.again}>
              Try again
            </Button>
            <Button variant="default" onClick={() => location.reload()}>
              Reload the window
            </Button>
            {this.props.elsewhere}
          </Group>
        </ErrorNote>
        <details>
          <Text component="summary" size="sm" c="dimmed" style={{ cursor: 'pointer' }}>
            What to report if it happens again
          </Text>
          <Group gap="xs" mt="xs" wrap="nowrap" align="flex-start">
            <Code block flex={1}>
              {messageOf(failure.error)}
            </Code>
            <CopyButton text={messageOf(failure.error)} what="what to report" />
          </Group>
        </details>
      </Stack>
    )
  }

  private readonly again = (): void => this.setState({ failure: null })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
