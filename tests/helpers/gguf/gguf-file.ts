import { ByteWriter } from './byte-writer.ts';
import { toHalfFloat } from './half-float.ts';

/** A value of a GGUF header. */
export type GgufValue =
  | readonly [type: 'u16' | 'u32' | 'i32' | 'f32', value: number]
  | readonly [type: 'bool', value: boolean]
  | readonly [type: 'text', value: string]
  | readonly [type: 'i32s' | 'f32s', values: readonly number[]]
  | readonly [type: 'texts', values: readonly string[]];

/** A table of numbers; `dims` has the size that changes fastest first. */
export interface GgufTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: 'f32' | 'f16';
  readonly values: Float32Array;
}

export interface GgufContent {
  readonly values: Readonly<Record<string, GgufValue>>;
  readonly tensors: readonly GgufTensor[];
}

// Numbers of the types in the GGUF specification, version 3.
const valueTypes = { u16: 2, u32: 4, i32: 5, f32: 6, bool: 7, text: 8, list: 9 };
const tensorTypes = { f32: 0, f16: 1 };

/** Each tensor begins at a multiple of this, in bytes; the default of the format. */
export const alignment = 32;

/** Writes a GGUF file of version 3. */
export function writeGguf({ values, tensors }: GgufContent): Uint8Array<ArrayBuffer> {
  const file = new ByteWriter();
  const entries = Object.entries(values);
  file.bytes(new TextEncoder().encode('GGUF'));
  file.u32(3);
  file.u64(tensors.length);
  file.u64(entries.length);
  for (const [key, value] of entries) {
    file.text(key);
    writeValue(file, value);
  }
  const data = new ByteWriter();
  for (const tensor of tensors) {
    file.text(tensor.name);
    file.u32(tensor.dims.length);
    for (const size of tensor.dims) file.u64(size);
    file.u32(tensorTypes[tensor.type]);
    file.u64(data.length);
    writeNumbers(data, tensor);
    data.pad(alignment);
  }
  file.pad(alignment);
  file.bytes(data.finish());
  return file.finish();
}

/**
 * Writes a model as several files, as llama-gguf-split does: the values in the first, the tensors dealt out in order.
 *
 * @param count Of files; at most as many as there are tensors.
 */
export function writeSplitGguf({ values, tensors }: GgufContent, count: number): Uint8Array<ArrayBuffer>[] {
  const perFile = Math.ceil(tensors.length / count);
  return Array.from({ length: count }, (_, index) =>
    writeGguf({
      values: {
        ...(index === 0 ? values : {}),
        'split.no': ['u16', index],
        'split.count': ['u16', count],
        'split.tensors.count': ['i32', tensors.length],
      },
      tensors: tensors.slice(index * perFile, (index + 1) * perFile),
    }),
  );
}

function writeValue(file: ByteWriter, [type, value]: GgufValue): void {
  switch (type) {
    case 'u16':
    case 'u32':
    case 'i32':
    case 'f32':
      file.u32(valueTypes[type]);
      file[type](value);
      return;
    case 'bool':
      file.u32(valueTypes.bool);
      file.u8(value ? 1 : 0);
      return;
    case 'text':
      file.u32(valueTypes.text);
      file.text(value);
      return;
    case 'texts':
      beginList(file, valueTypes.text, value.length);
      for (const text of value) file.text(text);
      return;
    case 'i32s':
      beginList(file, valueTypes.i32, value.length);
      for (const number of value) file.i32(number);
      return;
    case 'f32s':
      beginList(file, valueTypes.f32, value.length);
      for (const number of value) file.f32(number);
  }
}

function beginList(file: ByteWriter, elementType: number, count: number): void {
  file.u32(valueTypes.list);
  file.u32(elementType);
  file.u64(count);
}

function writeNumbers(data: ByteWriter, { type, values }: GgufTensor): void {
  for (const value of values) {
    if (type === 'f32') data.f32(value);
    else data.u16(toHalfFloat(value));
  }
}
