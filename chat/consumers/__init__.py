"""Live events for clients: the websocket at `/ws/`, and Socket.IO with the same groups, rights and limits."""
