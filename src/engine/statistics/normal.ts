const SQRT_32 = 5.656854249492381
const ONE_OVER_SQRT_2PI = 0.3989422804014327

/** Coefficients of Cody's rational approximations, highest power first. */
const CENTRE = {
  numerator: [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  denominator: [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
}
const FLANK = {
  numerator: [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
    6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  denominator: [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
    38912.00328609327, 19685.429676859992,
  ],
}
const TAIL = {
  numerator: [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5,
  ],
  denominator: [1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5],
}

/** Coefficients of Wichura's PPND16, highest power first. */
const QUANTILE_CENTRE = {
  numerator: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438,
    3.3871328727963665,
  ],
  denominator: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091,
    1,
  ],
}
const QUANTILE_FLANK = {
  numerator: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691,
    4.630337846156546, 1.4234371107496835,
  ],
  denominator: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038,
    2.053191626637759, 1,
  ],
}
const QUANTILE_TAIL = {
  numerator: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913,
    5.463784911164114, 6.657904643501103,
  ],
  denominator: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615, 0.1369298809227358,
    0.599832206555888, 1,
  ],
}

interface Rational {
  readonly numerator: readonly number[]
  readonly denominator: readonly number[]
}

const horner = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((result, coefficient) => result * x + coefficient, 0)

const evaluate = ({ numerator, denominator }: Rational, x: number): number => horner(numerator, x) / horner(denominator, x)

/** exp(-x^2 / 2) for x >= 0, split so that the rounding of x^2 does not grow in the exponent. */
function gaussianKernel(x: number): number {
  const coarse = Math.trunc(x * 16) / 16
  const rest = (x - coarse) * (x + coarse)
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-rest * 0.5)
}

/** P(X > distance) of a standard normal X, for a distance beyond 0.67. */
function upperTail(distance: number): number {
  if (distance <= SQRT_32) return gaussianKernel(distance) * evaluate(FLANK, distance)
  const inverseSquare = 1 / (distance * distance)
  return (gaussianKernel(distance) * (ONE_OVER_SQRT_2PI - inverseSquare * evaluate(TAIL, inverseSquare))) / distance
}

/**
 * P(X <= x) of a standard normal X, relative accuracy about 1e-15 in both tails; NaN stays NaN.
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), as arranged in
 * ACM Algorithm 715 (1993).
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  const distance = Math.abs(x)
  if (distance <= 0.67448975) return 0.5 + x * evaluate(CENTRE, x * x)
  if (distance > 40) return x > 0 ? 1 : 0
  return x > 0 ? 1 - upperTail(distance) : upperTail(distance)
}

/**
 * The x with P(X <= x) = probability: -Infinity at 0, Infinity at 1, NaN outside [0, 1].
 * M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988),
 * PPND16: relative accuracy about 1e-16.
 */
export function normalQuantile(probability: number): number {
  const centred = probability - 0.5
  if (Math.abs(centred) <= 0.425) return centred * evaluate(QUANTILE_CENTRE, 0.180625 - centred * centred)
  const tailProbability = centred < 0 ? probability : 1 - probability
  if (tailProbability === 0) return centred < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const depth = Math.sqrt(-Math.log(tailProbability))
  const distance = depth <= 5 ? evaluate(QUANTILE_FLANK, depth - 1.6) : evaluate(QUANTILE_TAIL, depth - 5)
  return centred < 0 ? -distance : distance
}
