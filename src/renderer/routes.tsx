import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { NotFoundPage } from './shell/NotFoundPage.tsx'
import { Shell } from './shell/Shell.tsx'

// Each page is its own chunk: the first screen loads without charts, forms or the importer.
const OverviewPage = lazy(async () => ({ default: (await import('./features/overview/OverviewPage.tsx')).OverviewPage }))
const StrategiesPage = lazy(async () => ({ default: (await import('./features/strategies/StrategiesPage.tsx')).StrategiesPage }))
const StrategyPage = lazy(async () => ({ default: (await import('./features/strategies/StrategyPage.tsx')).StrategyPage }))
const BacktestsPage = lazy(async () => ({ default: (await import('./features/backtests/BacktestsPage.tsx')).BacktestsPage }))
const BacktestPage = lazy(async () => ({ default: (await import('./features/backtests/BacktestPage.tsx')).BacktestPage }))
const ComparePage = lazy(async () => ({ default: (await import('./features/compare/ComparePage.tsx')).ComparePage }))
const SweepsPage = lazy(async () => ({ default: (await import('./features/sweeps/SweepsPage.tsx')).SweepsPage }))
const SweepPage = lazy(async () => ({ default: (await import('./features/sweeps/SweepPage.tsx')).SweepPage }))
const ValidationsPage = lazy(async () => ({ default: (await import('./features/validations/ValidationsPage.tsx')).ValidationsPage }))
const ValidationPage = lazy(async () => ({ default: (await import('./features/validations/ValidationPage.tsx')).ValidationPage }))
const GatesPage = lazy(async () => ({ default: (await import('./features/gates/GatesPage.tsx')).GatesPage }))
const ActivityPage = lazy(async () => ({ default: (await import('./features/activity/ActivityPage.tsx')).ActivityPage }))
const DataPage = lazy(async () => ({ default: (await import('./features/data/DataPage.tsx')).DataPage }))
const GlossaryPage = lazy(async () => ({ default: (await import('./features/glossary/GlossaryPage.tsx')).GlossaryPage }))
const SettingsPage = lazy(async () => ({ default: (await import('./features/settings/SettingsPage.tsx')).SettingsPage }))

/** Addresses of the app; every page stands inside the shell. */
export function AppRoutes() {
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
