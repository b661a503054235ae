/** What a credential form was filled with. Lives in the keychain and in this process's memory, nowhere else. */
export interface Secret {
  readonly form: string
  readonly values: Readonly<Record<string, string>>
}

export interface Credentials {
  /** The current secret, from the keychain. */
  read(): Promise<Secret>
  /**
   * Has `next` make the secret that follows the current one, and stores it before anybody gets it. Single flight:
   * whoever asks meanwhile, or asks with a `used` that was replaced already, gets the newest one and nothing is made.
   * @throws AppError as `next` does, and as the keychain does; a secret that could not be stored is stored by the next
   * `read`, before it is used.
   */
  rotate(used: Secret, next: (current: Secret) => Promise<Secret>): Promise<Secret>
}
