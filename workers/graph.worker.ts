import { expose, transfer, transferHandlers } from 'comlink';
import { buildGraph } from '../src/core/graph/build-graph.ts';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import type { GraphApi } from './contracts/graph-api.ts';

carryAppErrors(transferHandlers);

const api: GraphApi = {
  async buildGraph(rows, tagCount, settings) {
    const graph = buildGraph(rows, tagCount, settings);
    const columns = Object.values(graph).filter((value) => ArrayBuffer.isView(value));
    return transfer(
      graph,
      columns.map((column) => column.buffer),
    );
  },
};

expose(api);
