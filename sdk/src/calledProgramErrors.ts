/** Errors of the programs that the staking program calls: their numbers count from 0. */

/** Name of an error, and what happened and what to do. */
export type ErrorWords = readonly [name: string, message: string];

/** Errors of the classic SPL Token program. */
export const TOKEN_ERRORS: readonly ErrorWords[] = [
  ['NotRentExempt', 'a token account has too little SOL for its rent: fund it'],
  ['InsufficientFunds', 'the token account holds too little: use a smaller amount, or fund it first'],
  ['InvalidMint', 'an account is no token mint: check its address'],
  ['MintMismatch', 'the token account is of another mint: pass one of the right mint'],
  ['OwnerMismatch', 'the signer may not spend from the token account: sign with its owner'],
  ['FixedSupply', "the mint's supply is fixed: nothing can be minted"],
  ['AlreadyInUse', 'the account is in use already: pass a new one'],
  ['InvalidNumberOfProvidedSigners', 'a multisig got the wrong number of signers: sign with the right ones'],
  ['InvalidNumberOfRequiredSigners', 'a multisig asks for an impossible number of signers: create another one'],
  ['UninitializedState', 'the token account does not exist yet: create it first'],
  ['NativeNotSupported', 'wrapped SOL cannot be used here: pass an account of the right mint'],
  ['NonNativeHasBalance', 'the token account still holds tokens: empty it first'],
  ['InvalidInstruction', 'the token program does not know the instruction: is it the classic one?'],
  ['InvalidState', 'the account is in a state that does not allow this: check that it exists and is of the right kind'],
  ['Overflow', 'the amount is too large: use a smaller one'],
  ['AuthorityTypeNotSupported', 'the account has no such authority: name another one'],
  ['MintCannotFreeze', 'the mint cannot freeze accounts: it has no freeze authority'],
  ['AccountFrozen', "the token account is frozen: ask the mint's freeze authority to thaw it"],
  ['MintDecimalsMismatch', 'the mint has other decimals: pass the mint stored in the pool overview'],
  ['NonNativeNotSupported', 'only wrapped SOL can be used here: pass such an account'],
];

/** Errors of the system program. */
export const SYSTEM_ERRORS: readonly ErrorWords[] = [
  ['AccountAlreadyInUse', 'an account that was to be created exists already: look at what it is before you try again'],
  ['ResultWithNegativeLamports', 'the payer has too little SOL for the rent of a new account: fund it first'],
  ['InvalidProgramId', "an account cannot be given to this program: check the program's id"],
  ['InvalidAccountDataLength', "an account cannot have this size: is the program of this client's version?"],
  ['MaxSeedLengthExceeded', 'a seed is too long: use at most 32 bytes'],
  ['AddressWithSeedMismatch', 'an address does not follow from its seed: check base and seed'],
  ['NonceNoRecentBlockhashes', 'a nonce cannot be advanced now: try again'],
  ['NonceBlockhashNotExpired', 'the nonce was advanced in this block already: try again'],
  ['NonceUnexpectedBlockhashValue', 'the nonce is another one by now: sign with the one stored on chain'],
];
