/** The reporter of --quiet: silent while all is well; what went wrong goes to standard error, as it would without. */
import type { Text } from "../lib/text.ts";
import type { Report } from "../model/report.ts";
import type { ReportEvent, Reporter } from "../model/terminal.ts";

export class QuietReporter implements Reporter {
  readonly #problems: Reporter;

  /** `problems` writes to standard error alone. */
  constructor(problems: Reporter) {
    this.#problems = problems;
  }

  emit(event: ReportEvent): void {
    if (event.type === "problem" || event.type === "warning") this.#problems.emit(event);
  }

  during<T>(_label: Text, work: (tell: (label: Text) => void) => Promise<T>): Promise<T> {
    return work(() => {});
  }

  close(report: Report): void {
    this.#problems.close(report);
  }
}
