/**
 * How each statistic is defined, under the id that is stored beside its value. A definition never changes under its id:
 * a new definition gets a new id, so that values computed apart can be told apart.
 */
export const CONVENTIONS = {
  'psr.blp2012':
    'PSR(SR*) = Phi[(SR - SR*) sqrt(n - 1) / sqrt(1 - g3 SR + (g4 - 1)/4 SR^2)]; per period, g4 not excess. Bailey and Lopez de Prado (2012).',
  'mintrl.blp2012': 'MinTRL = 1 + [1 - g3 SR + (g4 - 1)/4 SR^2] (z / (SR - SR*))^2 periods. Bailey and Lopez de Prado (2012).',
  'dsr.blp2014':
    'DSR = PSR(SR0), SR0 = m + sqrt(V) [(1 - g) z(1 - 1/N) + g z(1 - 1/(N e))], g = Euler-Mascheroni, N = effective trials, V = variance of their per-period Sharpe ratios, m = their expected one without skill (0). Bailey and Lopez de Prado (2014).',
  'minbtl.bblz2014': 'MinBTL = (E[max of N] / target SR)^2 years, SR annual. Bailey, Borwein, Lopez de Prado and Zhu (2014).',
  'effective-trials.blp2014':
    'N effective = r + (1 - r) N, r = average pairwise correlation of trial returns, held in 0..1. Bailey and Lopez de Prado (2014), appendix.',
  'pbo-cscv.bblz2017':
    'PBO = share of logits <= 0 over all splits of S row blocks into halves; rank 1 = worst, ties take the average rank, the lowest column wins in sample. Bailey, Borwein, Lopez de Prado and Zhu (2017).',
  'stationary-bootstrap.pr1994':
    'Var(mean) = [R0 + 2 sum b_k R_k]/n, b_k = (1 - k/n)(1 - p)^k + (k/n)(1 - p)^(n - k); blocks of geometric length, mean 1/p, wrapped round. Politis and Romano (1994).',
  'block-length.pw2004-ppw2009':
    'Mean block length (2 G^2 / D)^(1/3) n^(1/3), D = 2 g(0)^2, flat-top lag window, capped at ceil(min(3 sqrt(n), n/3)). Politis and White (2004), corrected by Patton, Politis and White (2009).',
  'reality-check.w2000': 'V = max_k sqrt(n) mean(f_k), recentred stationary bootstrap, p = (1 + #{V* >= V})/(B + 1). White (2000).',
  'spa.h2005':
    'T = max(0, max_k sqrt(n) mean(f_k)/w_k), w_k from the stationary bootstrap; p = (1 + #{T* >= T})/(B + 1), recentred for all (upper), those above -sqrt(2 log log n) w/sqrt(n) (consistent), those above zero (lower). Hansen (2005).',
  'ljung-box.lb1978': 'Q = n(n + 2) sum r_k^2/(n - k), p from chi-square with as many degrees of freedom as lags. Ljung and Box (1978).',
  'sharpe-autocorrelation.lo2002': 'Annual SR = SR q / sqrt(q + 2 sum (q - k) r_k), k = 1..q - 1, q = periods a year. Lo (2002).',
  'monte-carlo.trade-reshuffle':
    'Per-trade returns on equity in random order, each exactly once: equal final equity, another way to it. Quantiles type 7.',
  'monte-carlo.trade-bootstrap': 'Per-trade returns on equity drawn with replacement, as many as there were. Quantiles type 7.',
  'monte-carlo.block-bootstrap': 'Bar returns by the stationary bootstrap, as many as there were. Quantiles type 7.',
} as const

export type ConventionId = keyof typeof CONVENTIONS
