import { shown } from '../core/text.ts';
import { hintForPipOption, optionIn } from './pip-options.ts';

const OPERATOR_FIRST = /^(?:===?|[~!<>]=|[<>=])/;

/**
 * What to do about a text that is no requirement, where it is one of the common slips; else null.
 * @param text trimmed
 */
export function slipIn(text: string): string | null {
  if (OPERATOR_FIRST.test(text)) {
    return `it has no name; put it with its name, as one word in quotes: 'NAME${shown(text)}'`;
  }
  const option = optionIn(text);
  if (option !== null) {
    const way = hintForPipOption(option);
    return `${text.startsWith('-') ? 'it is' : 'it has'} an option of pip; ${way ?? 'leave it out'}`;
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\/\S/.test(text)) {
    return `an address has its name before it; write '${nameIn(text) ?? 'NAME'} @ ${shown(text)}'`;
  }
  return explainEquals(text) ?? explainPath(text);
}

/** `numpy=1.2`, also as conda writes it (`numpy=1.2=py312`), and `numpy=>1.2`. */
function explainEquals(text: string): string | null {
  const turned = /^([^=<>!~@;]+)=([<>])\s*([^=<>!~@;]+)$/.exec(text);
  if (turned) {
    const [, name = '', sign = '', version = ''] = turned;
    return `the = goes last; write '${shown(`${name.trim()}${sign}=${version.trim()}`)}'`;
  }
  const single = /^([A-Za-z0-9][^=<>!~@;]*)=\s*(v?\d[^=<>!~,;\s]*)(?:=[^=]*)?$/.exec(text);
  if (!single) return null;
  const [, name = '', version = ''] = single;
  return `two = pin a version; write '${shown(`${name.trim()}==${version.trim()}`)}'`;
}

function explainPath(text: string): string | null {
  if (/^[^;@]*\.whl$/.test(text)) {
    return "a wheel's file name has its name, version and tags, like wheels/lab-1.0-py3-none-any.whl";
  }
  if (!/^\.{1,2}$|^[^;@]*[\\/]|\.(?:tar\.\w+|tgz|zip)$/.test(text)) return null;
  return `only wheels can be given by path; ${hintForPipOption('-e')}`;
}

/** The distribution's name that an address tells: by `#egg=`, or by the name of its file. */
function nameIn(address: string): string | null {
  const name = /#(?:.*&)?egg=([A-Za-z0-9._-]+)/.exec(address)?.[1];
  const file = /\/([A-Za-z0-9][A-Za-z0-9._]*)-\d[^/]*\.(?:whl|tar\.gz|zip)(?:[#?]|$)/.exec(address);
  return name ?? file?.[1]?.replaceAll('_', '-') ?? null;
}
