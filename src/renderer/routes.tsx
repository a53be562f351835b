import { useEffect } from 'react'
import { Route, Routes } from 'react-router'
import { OverviewPage } from './features/overview/OverviewPage.tsx'
import { NotFoundPage } from './shell/NotFoundPage.tsx'
import { loadWhenIdle, pageChunk } from './shell/pageChunk.tsx'
import { Shell } from './shell/Shell.tsx'

// Each further page is its own chunk: the first screen loads without charts, forms or the importer.
const StrategiesPage = pageChunk(async () => (await import('./features/strategies/StrategiesPage.tsx')).StrategiesPage)
const StrategyPage = pageChunk(async () => (await import('./features/strategies/StrategyPage.tsx')).StrategyPage)
const BacktestsPage = pageChunk(async () => (await import('./features/backtests/BacktestsPage.tsx')).BacktestsPage)
const BacktestPage = pageChunk(async () => (await import('./features/backtests/BacktestPage.tsx')).BacktestPage)
const ComparePage = pageChunk(async () => (await import('./features/compare/ComparePage.tsx')).ComparePage)
const SweepsPage = pageChunk(async () => (await import('./features/sweeps/SweepsPage.tsx')).SweepsPage)
const SweepPage = pageChunk(async () => (await import('./features/sweeps/SweepPage.tsx')).SweepPage)
const ValidationsPage = pageChunk(async () => (await import('./features/validations/ValidationsPage.tsx')).ValidationsPage)
const ValidationPage = pageChunk(async () => (await import('./features/validations/ValidationPage.tsx')).ValidationPage)
const PipelinesPage = pageChunk(async () => (await import('./features/pipelines/PipelinesPage.tsx')).PipelinesPage)
const PipelinePage = pageChunk(async () => (await import('./features/pipelines/PipelinePage.tsx')).PipelinePage)
const GatesPage = pageChunk(async () => (await import('./features/gates/GatesPage.tsx')).GatesPage)
const ActivityPage = pageChunk(async () => (await import('./features/activity/ActivityPage.tsx')).ActivityPage)
const DataPage = pageChunk(async () => (await import('./features/data/DataPage.tsx')).DataPage)
const GlossaryPage = pageChunk(async () => (await import('./features/glossary/GlossaryPage.tsx')).GlossaryPage)
const SettingsPage = pageChunk(async () => (await import('./features/settings/SettingsPage.tsx')).SettingsPage)

/** Loaded once the first page stands, so that the next one does not wait for its chunk. */
const LATER_PAGES = [
  StrategiesPage,
  StrategyPage,
  BacktestsPage,
  BacktestPage,
  ComparePage,
  SweepsPage,
  SweepPage,
  ValidationsPage,
  ValidationPage,
  PipelinesPage,
  PipelinePage,
  GatesPage,
  ActivityPage,
  DataPage,
  GlossaryPage,
  SettingsPage,
]

/** Addresses of the app; every page stands inside the shell. */
export function AppRoutes() {
  useEffect(() => loadWhenIdle(LATER_PAGES), [])
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<OverviewPage />} />
        <Route path="strategies" element={<StrategiesPage />} />
        <Route path="strategies/:id" element={<StrategyPage />} />
        <Route path="backtests" element={<BacktestsPage />} />
        <Route path="backtests/:id" element={<BacktestPage />} />
        <Route path="compare" element={<ComparePage />} />
        <Route path="sweeps" element={<SweepsPage />} />
        <Route path="sweeps/:id" element={<SweepPage />} />
        <Route path="validations" element={<ValidationsPage />} />
        <Route path="validations/:id" element={<ValidationPage />} />
        <Route path="pipelines" element={<PipelinesPage />} />
        <Route path="pipelines/:id" element={<PipelinePage />} />
        <Route path="gates" element={<GatesPage />} />
        <Route path="activity" element={<ActivityPage />} />
        <Route path="data" element={<DataPage />} />
        <Route path="glossary" element={<GlossaryPage />} />
        <Route path="settings" element={<SettingsPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}
