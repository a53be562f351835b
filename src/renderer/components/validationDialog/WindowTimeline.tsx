import { Box, Group, Text } from '@mantine/core'
import type { PlannedWindow } from '#shared/domain/validationPlan.ts'
import { FigureFrame } from '../../charts/FigureFrame.tsx'
import classes from './WindowTimeline.module.css'

type Dates = Pick<PlannedWindow, 'windowId' | 'trainStart' | 'trainEnd' | 'testStart' | 'testEnd'>

const SHOWN = 200

/** Every window on one time axis: training in blue, test in orange, the gap between them empty. */
export function WindowTimeline({ windows }: { readonly windows: readonly Dates[] }) {
  const times = windows.flatMap(({ trainStart, testEnd }) => [Date.parse(trainStart), Date.parse(testEnd)])
  const from = Math.min(...times)
  const span = Math.max(...times) - from || 1
  const place = (start: string, end: string) => ({
    insetInlineStart: `${((Date.parse(start) - from) / span) * 100}%`,
    width: `${((Date.parse(end) - Date.parse(start)) / span) * 100}%`,
  })
  return (
    <FigureFrame
      name="windows"
      fileName="windows on the time axis.png"
      legend={<Legend />}
      table={{
        caption: 'Windows by dates',
        headers: ['Window', 'Training from', 'Training to', 'Test from', 'Test to'],
        rows: windows.map((one) => [String(one.windowId + 1), one.trainStart, one.trainEnd, one.testStart, one.testEnd]),
      }}
    >
      <Box component="section" className={classes['frame']} aria-label="Windows on the time axis" tabIndex={0}>
        <ol className={classes['list']} data-picture>
          {windows.slice(0, SHOWN).map(({ windowId, trainStart, trainEnd, testStart, testEnd }) => (
            <li key={windowId} className={classes['row']} title={`Training ${trainStart} to ${trainEnd}, test ${testStart} to ${testEnd}`}>
              <span>{windowId + 1}</span>
              <span className={classes['track']}>
                <span className={classes['part']} data-part="train" style={place(trainStart, trainEnd)} />
                <span className={classes['part']} data-part="test" style={place(testStart, testEnd)} />
              </span>
              <span className={classes['dates']}>
                {testStart} – {testEnd}
              </span>
            </li>
          ))}
        </ol>
      </Box>
      {windows.length > SHOWN && (
        <Text size="xs" c="dimmed">
          The first {SHOWN} of {windows.length} windows are drawn.
        </Text>
      )}
    </FigureFrame>
  )
}

function Legend() {
  return (
    <Group gap="md">
      <Text size="xs" c="dimmed">
        <span className={classes['key']} data-part="train" aria-hidden />
        Training (in sample)
      </Text>
      <Text size="xs" c="dimmed">
        <span className={classes['key']} data-part="test" aria-hidden />
        Test (out of sample)
      </Text>
    </Group>
  )
}
