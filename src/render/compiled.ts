/**
 * EJS templates as functions. In dist/ the build puts functions made beforehand in the place of this
 * module (scripts/templates.mjs), so that no command has to compile a template.
 */
import ejs from 'ejs';

const refuseEscaped = () => {
  throw new Error('templates write values with <%-, quoted by quote.ts; <%= is for HTML');
};

/**
 * Makes a function of a template; the template sees `it` and nothing else.
 * @param path its path below `templates/`
 * @throws where it is no EJS; the function throws where the template writes a value with `<%=`
 */
export function compiled(path: string, text: string): (it: object) => string {
  const options = { strict: true, localsName: 'it', escape: refuseEscaped, filename: path };
  return ejs.compile(text, options);
}
