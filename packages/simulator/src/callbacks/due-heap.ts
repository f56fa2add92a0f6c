/** A binary heap of things that fall due: the earliest is on top, equals in the order in which they were added. */
export class DueHeap<Item extends { readonly dueAt: number }> {
  readonly #nodes: { item: Item; order: number }[] = [];
  #added = 0;

  get top(): Item | undefined {
    return this.#nodes[0]?.item;
  }

  get size(): number {
    return this.#nodes.length;
  }

  add(item: Item): void {
    this.#nodes.push({ item, order: this.#added++ });
    let index = this.#nodes.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  take(): Item | undefined {
    const top = this.#nodes[0];
    const last = this.#nodes.pop();
    if (top === undefined || last === undefined || last === top) return top?.item;
    this.#nodes[0] = last;
    this.#sink();
    return top.item;
  }

  clear(): void {
    this.#nodes.length = 0;
  }

  #sink(): void {
    for (let index = 0; ; ) {
      const left = index * 2 + 1;
      const right = left + 1;
      const smaller = this.#before(right, left) ? right : left;
      if (!this.#before(smaller, index)) return;
      this.#swap(smaller, index);
      index = smaller;
    }
  }

  #before(index: number, other: number): boolean {
    const node = this.#nodes[index];
    const otherNode = this.#nodes[other];
    if (node === undefined || otherNode === undefined) return false;
    if (node.item.dueAt !== otherNode.item.dueAt) return node.item.dueAt < otherNode.item.dueAt;
    return node.order < otherNode.order;
  }

  #swap(index: number, other: number): void {
    const node = this.#nodes[index];
    const otherNode = this.#nodes[other];
    if (node === undefined || otherNode === undefined) return;
    this.#nodes[index] = otherNode;
    this.#nodes[other] = node;
  }
}
