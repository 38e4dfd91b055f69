"""The vocabulary: frozen, slotted, standard library only. Read this room first."""
