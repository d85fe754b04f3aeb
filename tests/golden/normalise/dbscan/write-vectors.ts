// Writes the vectors that make-labels.py clusters, as raw little-endian float32 numbers, one vector after another:
// node tests/run/run-typescript.mjs tests/golden/normalise/dbscan/write-vectors.ts OUT.f32
import { writeFileSync } from 'node:fs';
import { makeLabelVectors } from '../../../helpers/seeded-vectors.ts';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Which file should the vectors go to? Name it as the only argument.');
const { values } = makeLabelVectors({ count: 12_000, dimensions: 512, seed: 1 });
const bytes = new DataView(new ArrayBuffer(values.byteLength));
values.forEach((value, place) => {
  bytes.setFloat32(4 * place, value, true);
});
writeFileSync(path, bytes);
