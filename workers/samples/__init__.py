"""The demonstration's data: `roads` imports its network, `placement` puts its day on the roads."""
