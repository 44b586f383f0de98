import unittest

from app import app


class Answers(unittest.TestCase):
    def test_greets(self):
        self.assertIn("Hello from", app.test_client().get("/").text)

    def test_is_healthy(self):
        self.assertEqual(app.test_client().get("/health").status_code, 200)


if __name__ == "__main__":
    unittest.main()
