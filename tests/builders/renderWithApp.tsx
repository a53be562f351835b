import { notifications } from '@mantine/notifications'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter, useLocation } from 'react-router'
import type { Client } from '#shared/contract/contract.ts'
import { ClientProvider } from '../../src/renderer/api/ApiProvider.tsx'
import { createQueryClient } from '../../src/renderer/api/queryClient.ts'
import { AppTheme } from '../../src/renderer/theme/AppTheme.tsx'

/** Some procedures, each answered by the test; a call to any other one fails the test by name. */
export type FakeProcedures = { readonly [Noun in keyof Client]?: Partial<Client[Noun]> }

function refuse(name: string): () => Promise<never> {
  return () => Promise.reject(new Error(`The test did not expect a call of ${name}`))
}

/** A client made of the given procedures. */
export function fakeClient(procedures: FakeProcedures): Client {
  const byNoun: Readonly<Record<string, object | undefined>> = procedures
  const nouns = new Proxy(
    {},
    {
      get: (_, noun) =>
        new Proxy(byNoun[String(noun)] ?? {}, {
          get: (known, verb) => Reflect.get(known, verb) ?? refuse(`${String(noun)}.${String(verb)}`),
        }),
    },
  )
  return nouns as Client
}

function ShownPath() {
  const { pathname, search } = useLocation()
  return <output aria-label="Shown path">{`${pathname}${search}`}</output>
}

/** Renders a page as the app would, on a fake client; `Shown path` tells where it navigated. */
export function renderWithApp(page: ReactNode, options: { readonly client: FakeProcedures; readonly path?: string }) {
  // Notifications live outside React: those of an earlier test would still be shown.
  notifications.clean()
  return render(
    <ClientProvider client={fakeClient(options.client)} queryClient={createQueryClient()}>
      <AppTheme env="test">
        <MemoryRouter initialEntries={[options.path ?? '/']}>
          {page}
          <ShownPath />
        </MemoryRouter>
      </AppTheme>
    </ClientProvider>,
  )
}

/** An event stream that gives these items and ends. */
export async function* streamOf<Item>(...items: readonly Item[]): AsyncGenerator<Item, void, void> {
  yield* items
}
