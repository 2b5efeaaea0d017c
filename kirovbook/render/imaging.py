"""The door of Pillow: what we use of it is named here and nowhere else."""

from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFile, ImageFont, ImageOps

__all__ = ["Image", "ImageChops", "ImageCms", "ImageDraw", "ImageFile", "ImageFont", "ImageOps"]
