/** What EventBridge, and the local host in its place, send. */
export interface ScheduleEvent {
  readonly source: "mutual-trust.schedule";
  /** ISO instant: the event's own time. */
  readonly time: string;
}
