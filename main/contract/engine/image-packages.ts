import { z } from 'zod';
import { chosenFileId } from '../files.ts';
import { request } from '../requests.ts';
import { identity, onOne } from './identity.ts';

/** A package that an image's own database says is installed. Every text in it comes from outside and is not to be trusted. */
export interface ImagePackage {
  readonly kind: 'deb' | 'apk';
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** As the database has it; empty where it says none, as those of Debian do. */
  readonly licence: string;
  /** The source package that it was built from; empty where it has the same name. */
  readonly source: string;
}

/** What is installed in an image. */
export interface ImagePackages {
  /** What the image says that it is, by its os-release; null without one. Untrusted. */
  readonly distribution: { readonly id: string; readonly version: string; readonly title: string } | null;
  /** By name. */
  readonly packages: readonly ImagePackage[];
  /** Files and folders of databases that were read. */
  readonly read: readonly string[];
  /** Databases that are there and cannot be read, such as those of rpm. */
  readonly unread: readonly string[];
}

/** In which form packages are written to a file. */
export const packageFormats = ['spdx', 'cyclonedx'] as const;

/** One of {@link packageFormats}. */
export type PackageFormat = (typeof packageFormats)[number];

/** What the window asks about the packages in an image. */
export const imagePackageRequests = {
  /** Reads the image's package databases, and runs nothing of it. */
  'images.packages': request<ImagePackages>()(onOne),
  /** Writes a bill of materials. Answers where to. */
  'images.exportPackages': request<string>()(
    z.strictObject({ id: identity, format: z.enum(packageFormats), file: chosenFileId }),
  ),
} as const;
