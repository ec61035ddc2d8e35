/** Where this process is in its life. */
export class Readiness {
  isStarted = false;
  isDraining = false;
}
