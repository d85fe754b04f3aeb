"""Makes sklearn-labels.json with scikit-learn 1.2.1: /usr/bin/python3 make-labels.py OUT.f32

OUT.f32 is what write-vectors.ts writes. Every cluster is the sorted list of its points; noise is left out. The clusters
come in scikit-learn's order. `contestedBorders` counts the border points that are near core points of several clusters.
"""
import hashlib, json, sys
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN

dimensions = 512
# 2.0 %, 8.0 % and 25.0 % of the points merged away; then one chain of more than half of all points. With 3 samples a
# border point has a single neighbour, so only the last case has contested ones.
settings = [(0.3455, 2), (0.3735, 2), (0.403, 2), (0.441, 2), (0.403, 3), (0.441, 5)]
# Both programs add up in double precision, but scikit-learn first makes the lengths, which float32 rounded, 1 again.
least_gap = 1e-6
block_rows = 1000


def measure_gaps(vectors):
    """The distance between each eps and the pair nearest to it, over all pairs."""
    gaps = {eps: np.inf for eps, _ in settings}
    for start in range(0, len(vectors), block_rows):
        distances = 1 - vectors[start : start + block_rows] @ vectors[start:].T
        # The block's own square holds every pair twice, and each point with itself, at distance 0.
        for eps in gaps:
            gaps[eps] = min(gaps[eps], np.abs(distances - eps).min())
    return gaps


def count_contested(vectors, eps, labels, cores):
    """The border points within eps of core points of more than one cluster."""
    borders = np.setdiff1d(np.flatnonzero(labels >= 0), cores)
    is_near = 1 - vectors[borders] @ vectors[cores].T <= eps
    return sum(len(np.unique(labels[cores][row])) > 1 for row in is_near)


def cluster(vectors, eps, min_samples):
    found = DBSCAN(eps=eps, min_samples=min_samples, metric='cosine', algorithm='brute').fit(vectors)
    labels = found.labels_
    clusters = [np.flatnonzero(labels == label).tolist() for label in range(labels.max() + 1)]
    contested = count_contested(vectors, eps, labels, found.core_sample_indices_)
    noise = int((labels < 0).sum())
    merged = 1 - (len(clusters) + noise) / len(labels)
    print(f'eps {eps}, {min_samples} samples: {len(clusters)} clusters, the largest {max(map(len, clusters))}, '
          f'noise {noise}, {merged:.1%} merged away, {contested} contested')
    return {'eps': eps, 'minSamples': min_samples, 'contestedBorders': contested, 'clusters': clusters}


assert sklearn.__version__ == '1.2.1', sklearn.__version__
data = Path(sys.argv[1]).read_bytes()
vectors = np.frombuffer(data, '<f4').reshape(-1, dimensions).astype(np.float64)
assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < least_gap / 10
for eps, gap in measure_gaps(vectors).items():
    print(f'eps {eps}: the nearest pair is {gap:.1e} away')
    assert gap > least_gap, eps
golden = {
    'oracle': f'scikit-learn {sklearn.__version__}',
    'vectorsSha256': hashlib.sha256(data).hexdigest(),
    'cases': [cluster(vectors, eps, min_samples) for eps, min_samples in settings],
}
assert golden['cases'][-1]['contestedBorders'] > 0
path = Path(__file__).parent / 'sklearn-labels.json'
path.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
print(f'{path.stat().st_size} bytes')
