/** One line per step: what is being done, and how long it took. */
export class Progress {
  constructor(output = process.stdout) {
    this.output = output;
  }

  async step(text, work) {
    const startedAt = performance.now();
    const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    const line = `  ${text} …`;
    const ticking = this.output.isTTY && setInterval(() => this.output.write(`\r${line} ${seconds()}`), 500);
    this.output.write(line);
    try {
      const result = await work();
      this.output.write(`${this.output.isTTY ? `\r${line}` : ''} ${seconds()}\n`);
      return result;
    } catch (error) {
      this.output.write(' failed\n');
      throw error;
    } finally {
      clearInterval(ticking);
    }
  }
}
