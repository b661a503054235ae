import {
  Badge,
  createTheme,
  type CSSVariablesResolver,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
} from '@mantine/core'

/** Warm paper, from the lightest to ink. */
const gray: MantineColorsTuple = [
  '#faf8f4',
  '#f3f0ea',
  '#e8e3da',
  '#d8d1c5',
  '#bdb5a7',
  '#8a8274',
  '#6b645a',
  '#575147',
  '#3b3730',
  '#25221d',
]

/** The same at night: Mantine's own order, text first. */
const dark: MantineColorsTuple = [
  '#ece8e0',
  '#cfc9bd',
  '#aca596',
  '#807969',
  '#5a5448',
  '#413c33',
  '#322e27',
  '#24211c',
  '#1b1915',
  '#131210',
]

/** The one accent: the water under the ferry. */
const ferry: MantineColorsTuple = [
  '#e9f5f6',
  '#d3e8ea',
  '#a5d0d5',
  '#74b7bf',
  '#4da2ac',
  '#3494a0',
  '#228190',
  '#0f6b79',
  '#0c5562',
  '#07404b',
]

/** For what can't be taken back. White on it, and it on the ground, pass AA. */
const red: MantineColorsTuple = [
  '#fdf0ee',
  '#fbe6e3',
  '#f5c6c1',
  '#f0a49c',
  '#ff9d92',
  '#e0645a',
  '#c9423a',
  '#b3261e',
  '#971d17',
  '#7a1611',
]

const readable = { fontSize: '0.75rem', lineHeight: 1.35 }

export const theme = createTheme({
  colors: { gray, dark, ferry, red },
  primaryColor: 'ferry',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: '640',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1rem' } },
  },
  components: {
    // What explains a choice is read as well as the choice. By name: they are loaded with the pages that have them.
    Radio: { styles: { description: readable } },
    Checkbox: { styles: { description: readable } },
    Switch: { styles: { description: readable } },
    InputDescription: { styles: { description: readable } },
    Input: { vars: () => ({ wrapper: { '--input-bd-focus': 'var(--lf-accent)' } }) },
    Progress: {
      defaultProps: { color: 'var(--lf-accent)' },
      styles: {
        root: { background: 'light-dark(var(--mantine-color-gray-2), var(--mantine-color-dark-5))' },
      },
    },
    // Words stay as they are written: shouting is not ours.
    Badge: Badge.extend({ styles: { root: { textTransform: 'none', fontWeight: 560 } } }),
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 640, fontSize: '1rem' } },
    }),
    Drawer: Drawer.extend({ styles: { title: { fontWeight: 640, fontSize: '1rem' } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    // Inside its page's landmark, and without a hidden element that screen readers take for an item.
    Menu: Menu.extend({ defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } }),
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
})

/**
 * The accent as a line or a bar, three times as light or dark as what it stands on.
 * Four meanings, each with a colour here and a shape in `Meaning.tsx`; text on the ground, and a tint for areas.
 * All pairs pass AA on the ground and on their tint.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf8f4',
    '--mantine-color-dimmed': '#645d53',
    '--mantine-color-placeholder': '#716a5f',
    '--lf-accent': '#0f6b79',
    '--lf-surface': '#ffffff',
    '--lf-line': '#e4ded3',
    '--lf-new': '#1c6b3c',
    '--lf-new-tint': '#e4f2e8',
    '--lf-changed': '#1d5aa6',
    '--lf-changed-tint': '#e4edf8',
    '--lf-held': '#8a5200',
    '--lf-held-tint': '#fbeed6',
    '--lf-rejected': '#b3261e',
    '--lf-rejected-tint': '#fbe6e3',
  },
  dark: {
    '--mantine-color-body': '#1b1915',
    '--mantine-color-dimmed': '#aca596',
    '--mantine-color-placeholder': '#9c9483',
    // Mantine's own are nearly black, and its red on nothing is nearly white.
    '--mantine-color-ferry-light': '#1e3a3e',
    '--mantine-color-ferry-light-hover': '#24464b',
    '--mantine-color-red-light-color': '#ff9d92',
    '--lf-accent': '#4da2ac',
    '--lf-surface': '#24211c',
    '--lf-line': '#3b372f',
    '--lf-new': '#7fd39b',
    '--lf-new-tint': '#1f3327',
    '--lf-changed': '#8ab8f5',
    '--lf-changed-tint': '#1e2c40',
    '--lf-held': '#eeb75c',
    '--lf-held-tint': '#3a2e18',
    '--lf-rejected': '#ff9d92',
    '--lf-rejected-tint': '#41221f',
  },
})
