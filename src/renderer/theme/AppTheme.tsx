import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './fonts.css'
import './theme.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { SharedTip } from '../components/SharedTip.tsx'
import { cssVariablesResolver, theme } from './theme.ts'

const schemeManager = localStorageColorSchemeManager({ key: 'aurelius-color-scheme' })

/** Everything a component needs to look right: colours, type, dialogs and notifications. */
export function AppTheme({ children, env = 'default' }: { children: ReactNode; env?: 'default' | 'test' }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
      env={env}
    >
      <ModalsProvider>
        <Notifications position="bottom-right" limit={3} />
        <SharedTip />
        {children}
      </ModalsProvider>
    </MantineProvider>
  )
}
