/** Starts work that goes on after the request that asked for it was answered. */
export interface Later {
  /**
   * Has this function called again, with this event, by nobody who waits.
   * @throws Problem `store-unavailable` when it cannot be started
   */
  start(event: object): Promise<void>;
}
