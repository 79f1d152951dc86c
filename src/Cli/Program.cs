Console.WriteLine("puresaliency");
