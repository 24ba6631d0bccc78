/**
 * Everything that several streams give, the next of each always under way: as quick as the streams together, and one item of
 * each in memory.
 * @throws what a stream throws, when its turn comes; the others are ended
 * @example for await (const page of sideBySide([pagesOfA, pagesOfB])) use(page);
 */
export async function* sideBySide<Item>(streams: readonly AsyncIterable<Item>[]): AsyncGenerator<Item> {
  const ask = (iterator: AsyncIterator<Item>) => {
    const next = iterator.next();
    // It is told when its turn comes, if that comes at all.
    next.catch(() => undefined);
    return { iterator, next };
  };
  let asked = streams.map((stream) => ask(stream[Symbol.asyncIterator]()));
  try {
    for (let first = asked[0]; first; first = asked[0]) {
      const { done, value } = await first.next;
      asked = asked.slice(1);
      if (done) continue;
      asked.push(ask(first.iterator));
      yield value;
    }
  } finally {
    await Promise.all(asked.map(({ iterator }) => iterator.return?.().catch(() => undefined)));
  }
}
