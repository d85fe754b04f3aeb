/** A field of a protocol-buffers message: number and value. */
type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

/** A constant tensor of a graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** One operator of a graph. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly integers?: Readonly<Record<string, number | readonly number[]>>;
}

/** An input or output; names stand for sizes that are known at run time only. */
export interface OnnxValue {
  readonly name: string;
  readonly type: 'float' | 'int64';
  readonly dims: readonly (number | string)[];
}

/** A graph with its weights. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const elementTypes = { float: 1, int64: 7 };
const attributeTypes = { int: 2, ints: 7 };

/**
 * Writes an ONNX file of operator set 13. Field numbers are those of onnx.proto3 in the ONNX specification; all that is
 * needed of protocol buffers is varints and length-delimited fields.
 */
export function writeOnnxFile({ nodes, constants, inputs, outputs }: OnnxGraph): Uint8Array<ArrayBuffer> {
  const graph: Field[] = [
    ...nodes.map((node): Field => [1, describeNode(node)]),
    [2, 'tiny'],
    ...constants.map((tensor): Field => [5, describeTensor(tensor)]),
    ...inputs.map((value): Field => [11, describeValue(value)]),
    ...outputs.map((value): Field => [12, describeValue(value)]),
  ];
  const operatorSet: Field[] = [
    [1, ''],
    [2, 13],
  ];
  return writeMessage([
    [1, 8],
    [2, 'tagscape tests'],
    [7, graph],
    [8, operatorSet],
  ]);
}

function describeNode({ operator, inputs, output, integers = {} }: OnnxNode): Field[] {
  return [
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [3, output],
    [4, operator],
    ...Object.entries(integers).map(([name, value]): Field => [5, describeAttribute(name, value)]),
  ];
}

function describeAttribute(name: string, value: number | readonly number[]): Field[] {
  if (typeof value === 'number') {
    return [
      [1, name],
      [3, value],
      [20, attributeTypes.int],
    ];
  }
  return [[1, name], ...value.map((one): Field => [8, one]), [20, attributeTypes.ints]];
}

function describeTensor({ name, dims, values }: OnnxTensor): Field[] {
  const type = values instanceof Float32Array ? elementTypes.float : elementTypes.int64;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [...dims.map((size): Field => [1, size]), [2, type], [8, name], [9, bytes]];
}

function describeValue({ name, type, dims }: OnnxValue): Field[] {
  const shape = dims.map((size): Field => [1, [typeof size === 'number' ? [1, size] : [2, size]]]);
  const tensorType: Field[] = [
    [1, elementTypes[type]],
    [2, shape],
  ];
  return [
    [1, name],
    [2, [[1, tensorType]]],
  ];
}

function writeMessage(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      bytes.push(...writeVarint(number * 8), ...writeVarint(value));
      continue;
    }
    const content = readContent(value);
    bytes.push(...writeVarint(number * 8 + 2), ...writeVarint(content.length));
    for (const byte of content) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function readContent(value: string | Uint8Array | readonly Field[]): Uint8Array {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  return value instanceof Uint8Array ? value : writeMessage(value);
}

// Seven bits a byte, the lowest first; a negative number is written as its 64-bit two's complement.
function writeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}
