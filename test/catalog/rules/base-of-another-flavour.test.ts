import { baseOfAnotherFlavour } from '../../../src/catalog/rules/base-of-another-flavour.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'base-of-another-flavour',
  baseOfAnotherFlavour,
  [
    [
      'an Alpine base image for Debian',
      { framework: 'custom', os: 'debian', baseImage: 'python:3.13-alpine' },
      /base image python:3\.13-alpine is an Alpine/,
      '--os alpine',
    ],
    [
      'a Debian base image for Alpine',
      { framework: 'custom', os: 'alpine', baseImage: 'python:3.13-slim' },
      /base image python:3\.13-slim is not Alpine/,
      '--os debian',
    ],
  ],
  [{ framework: 'custom', os: 'alpine', baseImage: 'python:3.13-alpine' }],
);
