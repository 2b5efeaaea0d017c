"""The door of Pillow: what we use of it is named here and nowhere else."""

from PIL import Image, ImageChops, ImageCms, ImageFile, ImageOps

__all__ = ["Image", "ImageChops", "ImageCms", "ImageFile", "ImageOps"]
