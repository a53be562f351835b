import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Combobox,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Paper,
  Tooltip,
  virtualColor,
} from '@mantine/core'

/** Light neutrals, lightest first; index 6 is secondary text and holds 5:1 on white. */
const slate: MantineColorsTuple = [
  '#f8fafc',
  '#f1f5f9',
  '#e4e9f0',
  '#d3dae4',
  '#b9c3d0',
  '#8492a6',
  '#566579',
  '#414e60',
  '#2b3646',
  '#18202c',
]

/** Dark neutrals in Mantine's order: 0 text, 2 secondary text, 4 borders, 6 raised, 7 page. */
const night: MantineColorsTuple = [
  '#dbe1ea',
  '#bcc6d4',
  '#9aa7b8',
  '#718096',
  '#364152',
  '#283240',
  '#1d2530',
  '#151b24',
  '#10151c',
  '#0a0e13',
]

/** The accent on light pages: deep enough for white text on it. */
const bronze: MantineColorsTuple = [
  '#fbf5ea',
  '#f5e7cd',
  '#e9cd9c',
  '#dcb169',
  '#cb9542',
  '#b47a2a',
  '#9e661d',
  '#8a5614',
  '#6f440f',
  '#4e2f09',
]

/** The accent on dark pages: bright enough for dark text on it. */
const amber: MantineColorsTuple = [
  '#fdf1dc',
  '#f9e0b4',
  '#f2ca83',
  '#e9b65c',
  '#dfa23f',
  '#cc8f2e',
  '#a97422',
  '#855a19',
  '#644312',
  '#47300d',
]

/** Index 7 carries white text on light pages, index 4 dark text on dark ones. */
const crimson: MantineColorsTuple = [
  '#fef3f2',
  '#fee4e2',
  '#fecdca',
  '#fda29b',
  '#ff8f85',
  '#f04438',
  '#d92d20',
  '#b42318',
  '#912018',
  '#7a271a',
]

const heading = { fontSize: '0.9375rem', lineHeight: '1.4' }

/** Alerts speak in the colours of verdicts, which hold AA contrast on the surface. */
const ALERT_TONES: Readonly<Record<string, string>> = { red: 'var(--verdict-fail)', yellow: 'var(--verdict-warn)' }

const CLOSE = { 'aria-label': 'Close' }

export const theme = createTheme({
  colors: {
    gray: slate,
    dark: night,
    bronze,
    amber,
    red: crimson,
    accent: virtualColor({ name: 'accent', light: 'bronze', dark: 'amber' }),
    danger: virtualColor({ name: 'danger', light: 'red', dark: 'red' }),
  },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  black: '#18202c',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: heading,
      h3: heading,
      h4: heading,
      h5: heading,
      h6: heading,
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Alert: Alert.extend({
      defaultProps: { variant: 'outline' },
      vars: (_theme, { color }) => {
        const tone = ALERT_TONES[color ?? ''] ?? 'var(--verdict-waived)'
        return { root: { '--alert-color': tone, '--alert-bg': 'var(--surface)', '--alert-bd': `1px solid ${tone}` } }
      },
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 500 } }),
    Button: Button.extend({ defaultProps: { fw: 500 } }),
    // A list that nobody has opened is not drawn: its options would be most of what a page of filters consists of.
    Combobox: Combobox.extend({ defaultProps: { keepMounted: false } }),
    Drawer: Drawer.extend({
      defaultProps: {
        closeButtonProps: CLOSE,
        position: 'right',
        size: 'lg',
        transitionProps: { duration: 150, timingFunction: 'ease-out' },
      },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } }),
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: CLOSE, centered: true, transitionProps: { duration: 140, timingFunction: 'ease-out' } },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: CLOSE } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    Tooltip: Tooltip.extend({
      defaultProps: { multiline: true, maw: 320, openDelay: 250, events: { hover: true, focus: true, touch: true } },
    }),
  },
})

/** Where Mantine's own choices fall short of AA contrast on these neutrals, and the page's raised surface. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f8fafc',
    '--mantine-color-default': '#ffffff',
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#66758a',
    '--surface': '#ffffff',
    '--hairline': 'var(--mantine-color-gray-2)',
  },
  dark: {
    '--mantine-color-error': '#ff8f85',
    '--mantine-color-disabled': 'var(--mantine-color-dark-5)',
    '--mantine-color-placeholder': '#8593a6',
    '--surface': 'var(--mantine-color-dark-6)',
    '--hairline': 'var(--mantine-color-dark-4)',
  },
})
