"""Training: checklists, the course, the records of who was taught what. Data in, text or bytes out."""
