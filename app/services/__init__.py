"""Everything that touches the outside world: asynchronous, and every foreign error becomes an `AppError` here."""
