import { expose, transfer, transferHandlers } from 'comlink';
import { measureSources } from '../src/core/analyse/measure-sources.ts';
import { carryAppErrors } from '../src/core/model/wire-errors.ts';
import { orderFarApart } from '../src/core/tagging/far-apart.ts';
import { orderRows } from '../src/core/select/order-rows.ts';
import type { AnalysisApi } from './contracts/analysis-api.ts';

carryAppErrors(transferHandlers);

const api: AnalysisApi = {
  async measureSources(rows, tagCount, bounds, taggedRows, queryCounts) {
    const metrics = measureSources({ rows, tagCount, bounds, taggedRows, queryCounts });
    return transfer(metrics, [metrics.recall.buffer, metrics.tagSourceCounts.buffer]);
  },
  async orderRows(rows, tagCount, taggedRows, strategy, seed) {
    const order = orderRows({ rows, tagCount, taggedRows }, strategy, seed);
    const columns = [order.rows, order.passes, order.newTagCounts, order.coveredCounts, order.tagTotals];
    return transfer(
      order,
      columns.map((column) => column.buffer),
    );
  },
  async orderFarApart(vectors, dimensions, firstCount) {
    const order = orderFarApart(vectors, dimensions, firstCount);
    return transfer(order, [order.buffer]);
  },
};

expose(api);
