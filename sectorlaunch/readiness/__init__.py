"""Whether everything is at work, part by part, each with its age: for `/ready`, metrics, Today and the dead man's switch."""
