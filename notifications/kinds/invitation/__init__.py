"""The invitation letter, signed jointly by the champions; replies go to the convener, who is the sender."""
