/** What a file's first bytes can say it is, and what to do about it. */
interface BinarySign {
  readonly bytes: readonly number[];
  readonly what: string;
  readonly advice: string;
}

const unpack = 'Unpack it and choose the file inside.';
const convert = 'Convert it to JSON Lines or CSV first.';
const sheet = 'Open it in the program it was made with and save it as CSV (UTF-8).';

const signs: readonly BinarySign[] = [
  { bytes: [0x1f, 0x8b], what: 'a gzip archive', advice: unpack },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a Zstandard archive', advice: unpack },
  { bytes: [0x42, 0x5a, 0x68], what: 'a bzip2 archive', advice: unpack },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'an xz archive', advice: unpack },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7-Zip archive', advice: unpack },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: 'a ZIP archive or an Office document',
    advice: `${unpack} Save a spreadsheet as CSV (UTF-8).`,
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Office document', advice: sheet },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file', advice: convert },
  { bytes: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], what: 'an Arrow file', advice: convert },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], what: 'an SQLite database', advice: convert },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', advice: convert },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture', advice: 'Choose a file of text records.' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG picture', advice: 'Choose a file of text records.' },
  { bytes: [0x47, 0x47, 0x55, 0x46], what: 'a GGUF model', advice: 'Choose a file of text records.' },
  { bytes: [0xff, 0xfe, 0x00, 0x00], what: 'text in UTF-32', advice: 'Save it as UTF-8.' },
  { bytes: [0x00, 0x00, 0xfe, 0xff], what: 'text in UTF-32', advice: 'Save it as UTF-8.' },
];

/** Recognises a binary file by its first bytes; null when none of the known ones fits. */
export function findBinarySign(head: Uint8Array): Pick<BinarySign, 'what' | 'advice'> | null {
  return signs.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte)) ?? null;
}
