"""The second letter to guests who have not answered the invitation."""
