"""What somebody who monitors an interview is told: kept, followed, put in words."""
