// Files that come with data and hold none.
const companions =
  /^(readme|licen[cs]e|copying|notice|changelog|changes|authors|citation|contributing|makefile|dockerfile)([._-].*)?$/i;
// Whatever a file is called that is known to hold records.
const dataEnding = /\.(jsonl?|ndjson|csv|tsv|parquet)(\.(gz|gzip|zst|zstd))?$/i;
const endings = new Set(
  (
    'md rst pdf doc docx ppt pptx tex bib png jpg jpeg gif svg webp ico bmp tif tiff mp3 wav flac ogg mp4 webm mov avi ' +
    'py ipynb js mjs cjs ts jsx tsx sh bat ps1 rb c cc cpp h hpp java go rs r jl m css scss html htm xml yml yaml toml ini cfg ' +
    'lock pt pth bin safetensors gguf ggml onnx pkl npy npz ckpt h5 so dll exe dylib wasm woff woff2 ttf otf'
  ).split(' '),
);

/**
 * Tells by its name that a file in a folder or an archive holds no records: pictures, scripts, models, a README, a
 * licence, hidden files, and what macOS adds to archives.
 *
 * @param path With `/` between folders.
 */
export function isPassedOver(path: string): boolean {
  const steps = path.split('/');
  if (steps.some((step) => step.startsWith('.') || step === '__MACOSX')) return true;
  const name = steps[steps.length - 1];
  if (dataEnding.test(name)) return false;
  const dot = name.lastIndexOf('.');
  return companions.test(name) || (dot > 0 && endings.has(name.slice(dot + 1).toLowerCase()));
}
