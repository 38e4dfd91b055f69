"""Store the vectors of the shipped topics' prototype sentences, so that a short run need not compute them.

Run after a change of `crosswalk/data/topics.yaml`: `python tools/topic_vectors.py`.
"""

from pathlib import Path

from safetensors.numpy import save_file

from crosswalk.language.encoder import encode, vector_key
from crosswalk.language.topics import topics

FILE = Path(__file__).parents[1] / "crosswalk" / "data" / "topic_vectors.safetensors"


def main() -> None:
    """Write the file anew."""
    texts = sorted({text for topic in topics() for text in topic.prototypes})
    save_file({vector_key(text): row for text, row in zip(texts, encode(texts), strict=True)}, FILE)


if __name__ == "__main__":
    main()
