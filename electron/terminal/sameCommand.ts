export interface CommandChange {
  /** In place of the present one: `run` for `plan`. */
  readonly command?: string
  /** Options with a value that the other command doesn't have. */
  readonly without?: readonly string[]
  readonly add?: readonly string[]
}

/**
 * What the user typed, changed a little, ready to be copied: `listferry run people.csv --tag 'Booth Berlin'`.
 * `args` are those after the program's name, the command first.
 */
export function sameCommand(
  args: readonly string[],
  { command, without = [], add = [] }: CommandChange,
  platform: NodeJS.Platform = process.platform,
): string {
  const [typed = '', ...rest] = args.filter((arg, index) => !isLeftOut(args, index, without))
  const kept = [command ?? typed, ...rest, ...add.filter((arg) => !rest.includes(arg))]
  return ['listferry', ...kept.map((arg) => quoted(arg, platform))].join(' ')
}

function isLeftOut(args: readonly string[], index: number, options: readonly string[]): boolean {
  const [arg = '', before = ''] = [args[index], args[index - 1]]
  return options.some((option) => arg === option || before === option || arg.startsWith(`${option}=`))
}

/** Of a command line, as it is typed. */
export function quoted(arg: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(arg)) return arg
  return platform === 'win32' ? `"${arg.replaceAll('"', '""')}"` : `'${arg.replaceAll("'", `'\\''`)}'`
}
