import assert from 'node:assert/strict';
import { placeOf } from '../../src/registry/place.ts';

describe('registry: where an image lies', () => {
  const places: [string, string, string][] = [
    ['python', 'https://registry-1.docker.io', 'library/python'],
    ['pytorch/pytorch', 'https://registry-1.docker.io', 'pytorch/pytorch'],
    ['docker.io/python', 'https://registry-1.docker.io', 'library/python'],
    ['docker.io/library/python', 'https://registry-1.docker.io', 'library/python'],
    ['registry.example.org/lab/python', 'https://registry.example.org', 'lab/python'],
    ['registry.example.org/python', 'https://registry.example.org', 'python'],
    ['lab:5000/python', 'https://lab:5000', 'python'],
    ['localhost/python', 'http://localhost', 'python'],
    ['localhost:5000/a/b', 'http://localhost:5000', 'a/b'],
    ['127.0.0.1:5000/a', 'http://127.0.0.1:5000', 'a'],
    ['[::1]:5000/a', 'http://[::1]:5000', 'a'],
    ['localhost.example.org/a', 'https://localhost.example.org', 'a'],
    ['127.0.0.1.example.org/a', 'https://127.0.0.1.example.org', 'a'],
    ['10.0.0.1:5000/a', 'https://10.0.0.1:5000', 'a'],
  ];
  for (const [name, origin, repository] of places) {
    it(`${name}: ${repository} at ${origin}`, () => {
      const place = placeOf(name);
      assert.deepEqual([place.origin, place.repository], [origin, repository]);
    });
  }

  it('knows the login of Docker Hub by its old address, and others by their host', () => {
    assert.equal(placeOf('python').login, 'https://index.docker.io/v1/');
    assert.equal(placeOf('lab:5000/python').login, 'lab:5000');
  });
});
