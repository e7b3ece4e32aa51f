/** The word catalogue of one language, as Fluent text; made by `build/fluent-plugin.ts`. */
declare module "virtual:words/zh" {
  const text: string;
  export default text;
}
declare module "virtual:words/en" {
  const text: string;
  export default text;
}
