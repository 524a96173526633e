/** Folders of PyTorch models that build without a network, from the wheels that the host fetched. */
import { type Folder, fixture, scaffold } from './folder.ts';
import { fillWheels } from './wheels.ts';

/** Scaffolds one for a model of test/fixtures, on the Python that the host's wheels are for. */
export async function offlineFolder(name: string, model: string): Promise<Folder> {
  const version = ['--framework-version', '2.13.0', '--python', '3.11'];
  const folder = await scaffold(name, ['--model', fixture(model), ...version]);
  await fillWheels(folder);
  return folder;
}
