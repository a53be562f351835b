/**
 * What a signal strategy says after the close of a bar, one Int8 per bar. A code is a wish about the position, not an
 * order: LONG while already long does nothing, so strategies need not know what costs, brackets or dropped orders
 * made of their earlier wishes. LONG and SHORT reverse an opposite position.
 */
export const HOLD = 0
export const LONG = 1
export const SHORT = 2
/** Close whatever is open. */
export const FLAT = 3
/** Close a long, leave a short alone; and the mirror. */
export const EXIT_LONG = 4
export const EXIT_SHORT = 5
