import { minimumDriver } from './cuda.ts';
import type { FrameworkEntry, Release } from './types.ts';

function release(version: string, python: string[], cuda: '12' | '13' = '13'): Release {
  return {
    version,
    python,
    cpu: { requirements: [`jax==${version}`] },
    cuda: {
      requirements: [`jax[cuda${cuda}]==${version}`],
      cuda,
      minimumDriver: minimumDriver(cuda),
    },
  };
}

/** JAX; wheels of jaxlib as on PyPI. */
export const jax: FrameworkEntry = {
  framework: 'jax',
  title: 'JAX',
  source: { url: 'https://docs.jax.dev/en/latest/installation.html', checked: '2026-11-23' },
  releases: [
    release('0.12.0.1', ['3.12', '3.13', '3.14']),
    release('0.11.2', ['3.12', '3.13', '3.14']),
    release('0.10.2', ['3.11', '3.12', '3.13', '3.14']),
    release('0.9.2', ['3.11', '3.12', '3.13', '3.14']),
    release('0.8.3', ['3.11', '3.12', '3.13', '3.14']),
    release('0.7.2', ['3.11', '3.12', '3.13', '3.14']),
    release('0.6.2', ['3.10', '3.11', '3.12', '3.13'], '12'),
  ],
  unknownRelease: (version) => release(version, []),
  // A JAX model is Python code and weights in any format. Keras runs on JAX, and Flax writes
  // safetensors; model.py says how they are loaded.
  formats: ['keras', 'keras-h5', 'safetensors', 'huggingface'],
  noAlpine: 'jaxlib has no build for the musl C library of Alpine',
  apt: [],
  environment: {},
  trims: [],
};
