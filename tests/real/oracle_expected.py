"""The two rules of statistics.expected once more, slowly: plain Python, a place and a month at a time.

Written from the method's description, not from the code it checks: no numpy, no batches, Gauss-Jordan for
the fits and sums of probabilities for the tails.
"""

import math
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from statistics import fmean, median

Row = Sequence[float]


def own_rule(counts: Row, months: Sequence[date], usable: Sequence[bool], last: int = 1) -> dict[str, float]:
    """The place's own over-dispersed log-linear fit; the last `last` months are judged."""
    days = [_days(month) for month in months]
    taught = [t for t in range(len(months) - last) if usable[t]]
    terms = _with_step(counts, [_terms(month, months[-1], harmonics=1) for month in months], days, taught)
    x, d, y = ([part[t] for t in taught] for part in (terms, days, counts))
    free = len(taught) - 4
    mu, _, covariance = _glm(y, x, d, [1.0] * len(y))
    phi = max(1, sum((a - b) ** 2 / b for a, b in zip(y, mu, strict=True)) / free)
    leverage = [m * _form(row, covariance) for m, row in zip(mu, x, strict=True)]
    weights = _outbreaks(y, mu, leverage, phi)
    mu, beta, covariance = _glm(y, x, d, weights)
    phi = max(1, sum(w * (a - b) ** 2 / b for w, a, b in zip(weights, y, mu, strict=True)) / free)
    ahead = range(len(months) - last, len(months))
    expected = [days[t] * math.exp(_dot(terms[t], beta)) for t in ahead]
    slope = [sum(m * terms[t][k] for m, t in zip(expected, ahead, strict=True)) for k in range(4)]
    variance = phi * sum(expected) + phi * _form(slope, covariance)
    return _tails(sum(counts[t] for t in ahead), sum(expected), variance, phi)


def pooled_rule(counts: Sequence[Row], months: Sequence[date], last: int = 1) -> list[dict[str, float]]:
    """The force's pattern times each place's level; every month before the period may teach."""
    teach = len(months) - last
    shape, terms, covariance = _pattern([sum(row[t] for row in counts) for t in range(teach)], months)
    window = range(teach - 24, teach)
    size = sum(shape[t] for t in window) / 24
    shape = [value / size for value in shape]
    windows = [_since_step(row, shape, window) for row in counts]
    e = [[shape[t] for t in own_window] for own_window in windows]
    y = [[row[t] for t in own_window] for row, own_window in zip(counts, windows, strict=True)]
    weights = [[1.0] * len(row) for row in y]
    level = [_level(*part) for part in zip(y, e, weights, strict=True)]
    level = [
        median(a / b for a, b in zip(*part, strict=True)) if value >= 3 else value
        for *part, value in zip(y, e, level, strict=True)
    ]
    for _ in range(5):
        own = [_phi(*part) for part in zip(y, level, weights, e, strict=True)]
        band = [_band(value) for value in level]
        for i, row in enumerate(y):
            phi = max(1, median(p for p, b in zip(own, band, strict=True) if b == band[i]))
            mu = [level[i] * part for part in e[i]]
            leverage = [w * part / _dot(weights[i], e[i]) for w, part in zip(weights[i], e[i], strict=True)]
            weights[i] = _outbreaks(row, mu, leverage, phi)
        level = [_level(*part) for part in zip(y, e, weights, strict=True)]
    own = [_phi(*part) for part in zip(y, level, weights, e, strict=True)]
    band = [_band(value) for value in level]
    found = []
    for i, row in enumerate(counts):
        shared = _trimmed([p for p, b in zip(own, band, strict=True) if b == band[i]])
        free = sum(weights[i]) - 1
        phi = max(1, (40 * shared + free * own[i]) / (40 + free))
        exposure = _dot(weights[i], e[i])
        ahead = sum(shape[teach:])
        usual = level[i] * ahead
        doubt = sum(w**2 * level[i] * part for w, part in zip(weights[i], e[i], strict=True)) / exposure**2
        step = [
            sum(shape[t] * terms[t][k] for t in range(teach, len(months)))
            - ahead
            / exposure
            * sum(w * shape[t] * terms[t][k] for w, t in zip(weights[i], windows[i], strict=True))
            for k in range(6)
        ]
        variance = phi * usual + phi * ahead**2 * doubt + level[i] ** 2 * _form(step, covariance)
        found.append(_tails(sum(row[teach:]), usual, variance, phi))
    return found


def _since_step(row: Row, shape: Row, window: range) -> range:
    y, e = [row[t] for t in window], [shape[t] for t in window]
    flat = _level(y, e, [1.0] * len(y))
    return window[_step(y, e, [flat * part for part in e]) or 0 :]


def _pattern(total: Row, months: Sequence[date]) -> tuple[list[float], list[list[float]], list[list[float]]]:
    terms = [_terms(month, months[-1], harmonics=2) for month in months]
    days = [_days(month) for month in months]
    n = len(total)
    mu, beta, covariance, weights = _without_shocks(total, terms[:n], days[:n])
    step = _step(total, _seasonal(terms[:n], days[:n], beta), mu)
    if step is not None:
        terms = _stepped(terms, step)
        mu, beta, covariance, weights = _without_shocks(total, terms[:n], days[:n])
    spread = sum(w * (a - b) ** 2 / b for w, a, b in zip(weights, total, mu, strict=True)) / (n - 6)
    shape = [d * math.exp(_dot(row, beta)) for d, row in zip(days, terms, strict=True)]
    return shape, terms, [[max(1, spread) * value for value in row] for row in covariance]


def _without_shocks(total: Row, terms: list[list[float]], days: Row):
    weights = [1.0] * len(total)
    for _ in range(5):
        mu, beta, covariance = _glm(total, terms, days, weights)
        residual = [abs(a - b) / math.sqrt(b) for a, b in zip(total, mu, strict=True)]
        scale = max(1, 1.4826 * median(residual))
        weights = [min(1, (2.58 * scale / max(r, 1e-9)) ** 2) for r in residual]
    return mu, beta, covariance, weights


def _with_step(counts: Row, terms: list[list[float]], days: Row, taught: list[int]) -> list[list[float]]:
    """The same terms, the trend given up for a lasting step where there was one."""
    y, x, d = ([part[t] for t in taught] for part in (counts, terms, days))
    mu, beta, _ = _glm(y, x, d, [1.0] * len(y))
    step = _step(y, _seasonal(x, d, beta), mu)
    return terms if step is None else _stepped(terms, taught[step])


def _stepped(terms: list[list[float]], step: int) -> list[list[float]]:
    return [[*row[:-1], float(t >= step)] for t, row in enumerate(terms)]


def _seasonal(terms: list[list[float]], days: Row, beta: Row) -> list[float]:
    return [d * math.exp(_dot(row[1:-1], beta[1:-1])) for d, row in zip(days, terms, strict=True)]


def _step(y: Row, e: Row, stepless: Row) -> int | None:
    """From when on a second level holds, at least a year: where twice the gain in log likelihood, without the
    month that gains most, is over eight times the dispersion.
    """
    tried = []
    for step in range(3, len(y) - 11):
        old, new = sum(y[:step]) / sum(e[:step]), sum(y[step:]) / sum(e[step:])
        mu = [part * (new if t >= step else old) for t, part in enumerate(e)]
        tried.append((sum(map(_poisson, y, mu)), -step, mu))
    if not tried:
        return None
    _, step, mu = max(tried)
    phi = max(1, sum((a - b) ** 2 / max(b, 1e-9) for a, b in zip(y, mu, strict=True)) / (len(y) - 2))
    gains = [2 * (_poisson(a, b) - _poisson(a, c)) / phi for a, b, c in zip(y, mu, stepless, strict=True)]
    return -step if sum(gains) - max(gains) > 8 else None


def _poisson(count: float, mu: float) -> float:
    return count * math.log(max(mu, 1e-9)) - mu


def _terms(month: date, origin: date, harmonics: int) -> list[float]:
    angle = 2 * math.pi * (month.month - 1) / 12
    waves = [wave(k * angle) for wave in (math.cos, math.sin) for k in range(1, harmonics + 1)]
    years = month.year - origin.year + (month.month - origin.month) / 12
    return [1.0, *waves, years]


def _days(month: date) -> float:
    return monthrange(month.year, month.month)[1] / 30.44


def _glm(y: Row, x: list[list[float]], exposure: Row, weights: Row):
    """Poisson fit by Newton's steps from the plain mean: fitted values, terms, inverse information."""
    k = len(x[0])
    beta = [math.log((sum(y) + 0.1) / sum(exposure)), *[0.0] * (k - 1)]
    for _ in range(60):
        mu = [e * math.exp(_dot(row, beta)) for e, row in zip(exposure, x, strict=True)]
        information = [
            [sum(w * m * row[i] * row[j] for w, m, row in zip(weights, mu, x, strict=True)) for j in range(k)]
            for i in range(k)
        ]
        score = [
            sum(w * (a - m) * row[i] for w, a, m, row in zip(weights, y, mu, x, strict=True))
            for i in range(k)
        ]
        inverse = _inverse(information)
        beta = [b + _dot(row, score) for b, row in zip(beta, inverse, strict=True)]
    return mu, beta, inverse


def _inverse(matrix: list[list[float]]) -> list[list[float]]:
    k = len(matrix)
    wide = [[*row, *[float(i == j) for j in range(k)]] for i, row in enumerate(matrix)]
    for i in range(k):
        pivot = max(range(i, k), key=lambda r: abs(wide[r][i]))
        wide[i], wide[pivot] = wide[pivot], wide[i]
        wide[i] = [value / wide[i][i] for value in wide[i]]
        for r in range(k):
            if r != i:
                wide[r] = [a - wide[r][i] * b for a, b in zip(wide[r], wide[i], strict=True)]
    return [row[k:] for row in wide]


def _outbreaks(y: Row, mu: Row, leverage: Row, phi: float) -> list[float]:
    weights = []
    for a, m, h in zip(y, mu, leverage, strict=True):
        r = 1.5 * (a ** (2 / 3) - m ** (2 / 3)) / (m ** (1 / 6) * math.sqrt(phi * (1 - h)))
        weights.append(r**-2 if r > 2.58 else 1.0)
    return [w * len(weights) / sum(weights) for w in weights]


def _level(y: Row, e: Row, weights: Row) -> float:
    return (_dot(weights, y) + 0.5) / _dot(weights, e)


def _phi(y: Row, level: float, weights: Row, e: Row) -> float:
    scatter = sum(w * (a - level * b) ** 2 / (level * b) for w, a, b in zip(weights, y, e, strict=True))
    return scatter / (sum(weights) - 1)


def _band(level: float) -> int:
    return 0 if level < 5 else 1 if level < 25 else 2


def _trimmed(values: list[float]) -> float:
    cut = len(values) // 10
    return fmean(sorted(values)[cut : len(values) - cut])


def _dot(a: Row, b: Row) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _form(row: Row, matrix: list[list[float]]) -> float:
    return _dot(row, [_dot(row, column) for column in matrix])


def _tails(x: float, mean: float, variance: float, phi: float) -> dict[str, float]:
    """Sums of negative-binomial probabilities, from nought upwards."""
    size = mean**2 / (variance - mean)
    share = size / (size + mean)
    below = total = 0.0
    low = high = None
    at_most = 1.0
    for k in range(100_000):
        if k == x:
            below = total
        log = math.lgamma(k + size) - math.lgamma(k + 1) - math.lgamma(size)
        total += math.exp(log + size * math.log(share) + k * math.log1p(-share))
        if k == x:
            at_most = total
        low = k if low is None and total >= 0.025 else low
        high = k if high is None and total >= 0.975 else high
        if high is not None and k > x:
            break
    assert low is not None and high is not None  # noqa: PT018
    return {
        "expected": mean, "dispersion": phi, "p_high": 1 - below, "p_low": at_most,
        "low": min(low, math.floor(mean)), "high": max(high, math.ceil(mean)),
    }  # fmt: skip
