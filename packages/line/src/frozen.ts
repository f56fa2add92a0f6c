/** `Value` with everything in it read-only: values of LINE's own types fit, and so do those marked `as const`. */
export type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;
