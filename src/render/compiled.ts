/**
 * EJS templates as functions. A module of its own because the build replaces it with functions that
 * are compiled beforehand (scripts/templates.mjs), so that no command has to compile a template.
 */
import ejs from 'ejs';

const refuseEscaped = () => {
  throw new Error('templates write values with <%-, quoted by quote.ts; <%= is for HTML');
};

/**
 * Compiles a template to a function; the template sees `it` and nothing else.
 * @param path relative to `templates/`
 * @throws if the template is not EJS; the function throws if the template has `<%=`
 */
export function compiled(path: string, text: string): (it: object) => string {
  const options = { strict: true, localsName: 'it', escape: refuseEscaped, filename: path };
  return ejs.compile(text, options);
}
