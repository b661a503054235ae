import {
  type Icon,
  IconArrowBackUp,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconCopy,
  IconEqual,
  IconHandStop,
  IconHelpHexagon,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUserMinus,
  IconX,
} from '@tabler/icons-react'
import type { RowKind, RowOutcome } from '../../shared/model.ts'
import classes from './Meaning.module.css'

type Tone = 'new' | 'changed' | 'held' | 'rejected' | 'quiet'

interface Look {
  readonly label: string
  readonly tone: Tone
  readonly icon: Icon
}

/** What each kind and outcome is called, its colour and its shape: no meaning hangs on colour alone. */
export const meanings: Readonly<Record<RowKind | RowOutcome, Look>> = {
  create: { label: 'New', tone: 'new', icon: IconPlus },
  update: { label: 'Changed', tone: 'changed', icon: IconPencil },
  delete: { label: 'Deleted', tone: 'rejected', icon: IconTrash },
  leave: { label: 'Leaves', tone: 'rejected', icon: IconUserMinus },
  unchanged: { label: 'Unchanged', tone: 'quiet', icon: IconEqual },
  'held-back': { label: 'Held back', tone: 'held', icon: IconHandStop },
  invalid: { label: 'Invalid', tone: 'rejected', icon: IconX },
  duplicate: { label: 'Duplicate', tone: 'quiet', icon: IconCopy },
  'left-out': { label: 'Left out', tone: 'quiet', icon: IconArrowBackUp },
  written: { label: 'Written', tone: 'new', icon: IconCheck },
  accepted: { label: 'Accepted', tone: 'changed', icon: IconClock },
  'partly-written': { label: 'Partly written', tone: 'held', icon: IconHelpHexagon },
  rejected: { label: 'Rejected', tone: 'rejected', icon: IconX },
  'in-doubt': { label: 'In doubt', tone: 'held', icon: IconHelpHexagon },
  'not-sent': { label: 'Not sent', tone: 'quiet', icon: IconCircleDashed },
}

export function Meaning({ of }: { readonly of: RowKind | RowOutcome }) {
  const { label, tone, icon: Shape } = meanings[of]
  return (
    <span className={classes.meaning} data-tone={tone}>
      <Shape size={13} stroke={2.2} aria-hidden />
      {label}
    </span>
  )
}
